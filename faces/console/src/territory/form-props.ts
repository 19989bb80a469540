/** What each form of a change is given. */
import type { FormEvent } from 'react';
import type { County, Shapes } from '../../../shared/api/types.ts';
import type { Board } from './board.ts';
import type { Ordered } from './forms.tsx';
import type { Ability, PlaceSheet, Shape, Verb } from './types.ts';

export type FormProps<V extends Verb = Verb> = {
  county: County;
  sheet: PlaceSheet;
  ability: Extract<Ability, { verb: V }>;
  board: Board;
  /** Outlines of the place and of those directly below it. */
  shapes: Shapes | undefined;
  onDone: (ordered: Ordered) => void;
  onCancel: () => void;
};

/** The outline of a place among those that are shown; null where none is drawn. */
export function outlineOf(shapes: Shapes | undefined, id: string): Shape | null {
  return (shapes?.features.find((one) => one.properties.id === id)?.geometry as Shape | undefined) ?? null;
}

/** Sends a form without leaving the page. */
export function prevented(send: () => void) {
  return (event: FormEvent) => {
    event.preventDefault();
    send();
  };
}
