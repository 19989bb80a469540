import { Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { keepPicture, showPicture } from './commands.ts';

const MOST_BYTES = 12 * 1024 * 1024;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const Uploaded = Type.Object({ id: Type.String(), width: Type.Integer(), height: Type.Integer() });

const ShowQuery = Type.Object({
  size: Type.Optional(Type.Union([Type.Literal('thumb'), Type.Literal('full')])),
  follow: Type.Optional(Type.String({ maxLength: 100 })),
});
type ShowQuery = { size?: 'thumb' | 'full'; follow?: string };

export function registerFiles({ app, route }: Ground, services: Services): void {
  app.addContentTypeParser(
    /^image\/(jpeg|png|webp|heic|heif|avif)/,
    { parseAs: 'buffer', bodyLimit: MOST_BYTES },
    (_request, body, done) => done(null, body),
  );

  route(
    {
      method: 'POST',
      path: '/files',
      may: 'public',
      summary: 'Send a picture: the body is the picture itself',
      reply: Uploaded,
      status: 201,
      bodyLimit: MOST_BYTES,
      perMinute: 120,
    },
    ({ county, actor, now, body }) => {
      if (!Buffer.isBuffer(body)) throw new Refusal('media_unsupported');
      if (body.length === 0) throw new Refusal('picture_broken');
      return keepPicture(services, county, actor, body, now);
    },
  );

  route<unknown, ShowQuery, { id: string }>(
    {
      method: 'GET',
      path: '/files/:id',
      may: 'public',
      summary: 'A picture, for whoever sees a matter it belongs to',
      query: ShowQuery,
      raw: true,
    },
    async ({ county, actor, query, params, request, reply }) => {
      const id = params.id.toLowerCase();
      if (!UUID.test(id)) throw new Refusal('not_found');
      const { stream, bytes, etag } = await showPicture(
        services,
        county,
        actor,
        id,
        query.size ?? 'full',
        query.follow ?? null,
      );
      reply.headers({
        // For this person's own browser only; asked again after an hour, as sight of a matter may end.
        'cache-control': 'private, max-age=3600',
        vary: 'Cookie, Authorization',
        etag,
        'content-disposition': 'inline; filename="picture.jpg"',
      });
      if (request.headers['if-none-match'] === etag) {
        stream.destroy();
        return reply.status(304).send();
      }
      return reply.type('image/jpeg').header('content-length', bytes).send(stream);
    },
  );
}
