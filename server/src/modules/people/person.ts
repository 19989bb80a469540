/**
 * Persons are of two kinds. `staff` act in an office: they have an account and see matters of others. `resident` are all
 * others; they sign in by phone, and may hold the doorstep posts (building head, stairway head). Somebody who works in an
 * office reports as a resident under his phone: work and private matters stay apart.
 */
import type { PostKind } from '@huying/domain/pack';

export type PersonKind = 'staff' | 'resident';

/** What a post may allow and still be no office. */
const DOORSTEP = new Set(['matter.submit', 'territory.read']);

export function isOffice(kind: Pick<PostKind, 'permissions'> | null): boolean {
  return kind?.permissions.some((permission) => !DOORSTEP.has(permission)) ?? false;
}

/** Mainland mobile numbers, as they are typed: digits only, eleven of them. */
export const PHONE = '^1\\d{10}$';
