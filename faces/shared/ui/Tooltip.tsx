import type { ReactElement, ReactNode } from 'react';
import { Focusable } from 'react-aria-components/Focusable';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';

/** A word more on something that can be focused. Never the only place where a thing is said. */
export function Tooltip({
  words,
  children,
}: {
  words: ReactNode;
  children: ReactElement<Record<string, unknown>, string>;
}) {
  return (
    <TooltipTrigger delay={400}>
      <Focusable>{children}</Focusable>
      <AriaTooltip className="hy-tooltip" offset={6}>
        {words}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
