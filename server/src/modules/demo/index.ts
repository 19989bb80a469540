import type { Services } from '../../platform/services.ts';
export async function startStory(_services: Services, _county: string): Promise<void> {}
export async function tellWholeStory(_services: Services, _county: string, _progress: (done: number, total: number) => void): Promise<unknown> { return null; }
