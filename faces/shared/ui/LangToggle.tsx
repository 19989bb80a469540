import { Languages } from 'lucide-react';
import { getLang, setLang, useLang } from '../words/i18n.ts';
import { Button } from './Button.tsx';

/** Offers the other language in its own words. */
export function LangToggle({ look = 'plain' }: { look?: 'plain' | 'line' | 'soft' }) {
  useLang();
  const next = getLang() === 'en' ? 'zh-CN' : 'en';
  return (
    <Button
      look={look}
      lang={next}
      data-testid="lang"
      icon={<Languages size="1.1em" aria-hidden />}
      onClick={() => void setLang(next)}
    >
      {next === 'en' ? 'English' : '中文'}
    </Button>
  );
}
