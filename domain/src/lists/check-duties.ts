/** What must hold of the duties of one kind of post. */
import type { FieldRefusal } from '../kernel/index.ts';
import { DUTY_PHASES, type PostDuties } from './shapes.ts';

const LONGEST = 300;
const MOST = 40;

/** Every fault at once; paths as `everyday.2.zh`. */
export function dutyFaults(duties: PostDuties, hasPost: (kind: string) => boolean): FieldRefusal[] {
  const faults: FieldRefusal[] = [];
  if (!hasPost(duties.post)) faults.push({ path: 'post', code: 'post_kind_unknown', params: { kind: duties.post } });
  for (const phase of DUTY_PHASES) {
    const lines = duties[phase];
    if (lines.length > MOST) faults.push({ path: phase, code: 'too_many', params: { most: MOST } });
    lines.forEach(({ zh, en }, n) => {
      const path = `${phase}.${n}.zh`;
      if (zh.trim() === '') faults.push({ path, code: 'field_required' });
      else if (zh.length > LONGEST || en.length > LONGEST)
        faults.push({ path, code: 'field_too_long', params: { most: LONGEST } });
      else if (lines.findIndex((one) => one.zh.trim() === zh.trim()) !== n) faults.push({ path, code: 'duty_twice' });
    });
  }
  return faults;
}
