/** Branch formation over the network. */
import Type from 'typebox';
import { datedName, sendFile } from '../../platform/exchange/index.ts';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { type ApplyBody, applyPlan } from './commands/apply-plan.ts';
import { type PlanBody, requestPlan } from './commands/form-plan.ts';
import { exportPlan } from './export.ts';
import { listPlans, viewPlan } from './plan-view.ts';
import { Cursor, callOf, Day, Id, idOf, Limit, type Params, strict, Uuid, versioned } from './wire.ts';

const Planning = Type.Object(
  {
    place: Type.Optional(Id),
    base: Type.Optional(Uuid),
    rules: Type.Optional(
      Type.Object(
        {
          minimum: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
          mostGrids: Type.Optional(Type.Integer({ minimum: 2, maximum: 8 })),
          takeIn: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
    ),
    wishes: Type.Optional(
      Type.Object(
        {
          pins: Type.Optional(Type.Array(Type.Array(Id, { minItems: 1, maxItems: 8 }), { maxItems: 200 })),
          forbids: Type.Optional(Type.Array(Type.Tuple([Id, Id]), { maxItems: 500 })),
          owns: Type.Optional(Type.Array(Id, { maxItems: 500 })),
        },
        strict,
      ),
    ),
  },
  strict,
);

export function registerPlans({ route }: Ground, services: Services): void {
  const { db } = services;
  const reading = { method: 'GET', may: 'party.read', switch: ['party', 'branches'] } as const;
  const editing = { method: 'POST', may: 'party.edit', switch: ['party', 'branches'] } as const;

  route<PlanBody>(
    {
      ...editing,
      path: '/party/plans',
      summary: 'Form branches: a plan that a job fills',
      body: Planning,
      reply: Type.Object({ plan: Type.String(), job: Type.String() }),
      status: 202,
    },
    (call) => requestPlan(services, callOf(call as never), call.body),
  );

  route<unknown, { limit?: number; cursor?: string }>(
    {
      ...reading,
      path: '/party/plans',
      summary: 'Plans of branch formation, newest first',
      query: Type.Object({ limit: Limit, cursor: Cursor }),
    },
    (call) => listPlans(db, callOf(call as never), call.query),
  );

  route<unknown, unknown, Params>(
    {
      ...reading,
      path: '/party/plans/:id',
      summary: 'One plan: branches, what is left out and why, the proof, against today and against another plan',
    },
    (call) => viewPlan(db, callOf(call as never), idOf(call.params.id)),
  );

  route<ApplyBody, unknown, Params>(
    {
      ...editing,
      path: '/party/plans/:id/apply',
      summary: 'Make a plan true from a day on',
      body: versioned({ day: Day }),
    },
    (call) => applyPlan(services, callOf(call as never), idOf(call.params.id), call.body),
  );

  route<unknown, unknown, Params>(
    {
      ...reading,
      path: '/party/plans/:id/plan.xlsx',
      summary: 'A plan as a workbook',
      raw: true,
    },
    async (call) =>
      sendFile(
        call.reply,
        datedName('branches', call.county, call.now),
        'xlsx',
        await exportPlan(db, callOf(call as never), idOf(call.params.id), call.language),
      ),
  );
}
