/** Gathers the values by which the domain decides one act: the item's rule, the ladder, the centre, the place named. */
import type { Input } from '@huying/domain/kernel';
import type { ItemRule, Matter, MatterRules } from '@huying/domain/matter';
import { type CountyRuntime, holderOf, itemInForce, placeOf, ruleOf, upperHolder } from '../county/runtime.ts';

/** The rule of the item named in the input (in the list in force), or of the one the matter was judged by so far. */
async function itemRule(county: CountyRuntime, matter: Matter, input: Input): Promise<ItemRule | null> {
  const condition = typeof input.condition === 'string' ? input.condition : null;
  if (typeof input.item === 'string') return ruleOf(itemInForce(county, input.item), condition);
  if (!matter.item) return null;
  const { list, version, id } = matter.item;
  const item = await county.itemAt(list, version, id);
  return item ? ruleOf(item, condition ?? matter.item.condition) : null;
}

export async function rulesFor(county: CountyRuntime, matter: Matter, input: Input = {}): Promise<MatterRules> {
  return {
    county: county.rules,
    item: await itemRule(county, matter, input),
    upper: upperHolder(county, matter.holder),
    centre: holderOf(county.root),
    ...(typeof input.place === 'string' ? { place: holderOf(placeOf(county, input.place)) } : {}),
  };
}
