/** The same words in Chinese and English. */
export type Words = { zh: string; en: string };
