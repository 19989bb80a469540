/** The door: phone codes, signing in and out, and who I am. */
import { Refusal } from '@huying/domain/kernel';
import Type, { type Static } from 'typebox';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { cookieName, tokenHash, tokenOf } from './actor-of.ts';
import { changeOwnPassword } from './commands/change-password.ts';
import { Me, meOf } from './me.ts';
import { PHONE } from './person.ts';
import { sendPhoneCode } from './phone-code.ts';
import { type Credentials, signIn, signOut } from './sign-in.ts';

const PhoneCodeBody = Type.Object({ phone: Type.String({ pattern: PHONE }) });

/** Either name and password, or phone and code. One flat shape, so that a refusal names the field that is wrong. */
const SessionBody = Type.Object({
  username: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  password: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  phone: Type.Optional(Type.String({ pattern: PHONE })),
  code: Type.Optional(Type.String({ pattern: '^\\d{6}$' })),
});
type SessionBody = Static<typeof SessionBody>;

const OwnPassword = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 200 }), password: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);

const SignedInReply = Type.Object({ token: Type.String(), me: Me });

function credentialsOf({ username, password, phone, code }: SessionBody): Credentials {
  if (phone !== undefined && code !== undefined) return { phone, code };
  if (username !== undefined && password !== undefined) return { username, password };
  const half =
    phone !== undefined
      ? ['code']
      : code !== undefined
        ? ['phone']
        : username === undefined
          ? ['username']
          : ['password'];
  throw new Refusal(
    'invalid_body',
    {},
    half.map((path) => ({ path, code: 'field_required' })),
  );
}

export function registerSessions({ route }: Ground, services: Services): void {
  route<{ phone: string }>(
    {
      method: 'POST',
      path: '/phone-code',
      may: 'public',
      summary: 'Send a sign-in code to a phone',
      body: PhoneCodeBody,
      reply: Type.Object({ sent: Type.Boolean(), demoCode: Type.Optional(Type.String()) }),
      status: 202,
      perMinute: 30,
    },
    async ({ county, now, language, body }) => {
      const code = await sendPhoneCode(services, county, body.phone, language, now);
      return { sent: true, ...(services.demo ? { demoCode: code } : {}) };
    },
  );

  route<SessionBody>(
    {
      method: 'POST',
      path: '/session',
      may: 'public',
      summary: 'Sign in with name and password, or with phone and code',
      body: SessionBody,
      reply: SignedInReply,
      perMinute: 120,
    },
    async ({ county, now, body, request, reply }) => {
      const { token, actor, expiresAt } = await signIn(services, county, credentialsOf(body), now);
      reply.setCookie(cookieName(county.id), token, {
        path: `/api/${county.id}`,
        httpOnly: true,
        sameSite: 'strict',
        secure: request.headers['x-forwarded-proto'] === 'https',
        expires: new Date(expiresAt),
      });
      return { token, me: await meOf(services.db, county, actor) };
    },
  );

  route(
    { method: 'DELETE', path: '/session', may: 'public', summary: 'Sign out' },
    async ({ county, request, reply }) => {
      const token = tokenOf(county, request);
      if (token) await signOut(services, county.id, token);
      reply.clearCookie(cookieName(county.id), { path: `/api/${county.id}` });
      return {};
    },
  );

  route(
    { method: 'GET', path: '/me', may: 'signed', summary: 'Who I am, and what my posts allow', reply: Me },
    ({ county, actor }) => meOf(services.db, county, actor),
  );

  route<Static<typeof OwnPassword>>(
    {
      method: 'POST',
      path: '/me/password',
      may: 'signed',
      summary: "Change one's own password; other sessions end",
      body: OwnPassword,
      reply: Type.Object({ changed: Type.Boolean() }),
      perMinute: 20,
    },
    ({ county, actor, now, key, body, request }) => {
      const token = tokenOf(county, request);
      return changeOwnPassword(services, { county, actor, now, key }, body, token ? tokenHash(token) : null);
    },
  );
}
