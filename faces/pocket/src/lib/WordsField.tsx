import { Mic, MicOff } from 'lucide-react';
import { getLang, t } from '../../../shared/words/i18n.ts';
import { useVoice } from '../device/voice.ts';

export type WordsFieldProps = {
  id: string;
  words: string;
  onChange: (words: string) => void;
  placeholder?: string;
  maxLength?: number;
  wrong?: boolean;
  testId?: string;
  rows?: number;
};

/** Writing, or speaking where the phone hears. The label is the caller's. */
export function WordsField({
  id,
  words,
  onChange,
  placeholder,
  maxLength = 2000,
  wrong,
  testId,
  rows = 4,
}: WordsFieldProps) {
  const voice = useVoice(getLang(), (heard) => {
    const joined = words.trim() === '' ? heard : `${words.trimEnd()}${getLang() === 'en' ? ' ' : '，'}${heard}`;
    onChange(joined.slice(0, maxLength));
  });
  return (
    <div className="pk-words">
      <textarea
        id={id}
        className="hy-input"
        rows={rows}
        value={words}
        maxLength={maxLength}
        placeholder={placeholder}
        aria-invalid={wrong || undefined}
        aria-describedby={`${id}-note`}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {voice.supported && (
        <button
          type="button"
          className="hy-button"
          data-look="soft"
          aria-pressed={voice.listening}
          onClick={voice.toggle}
        >
          {voice.listening ? <MicOff size="1.2em" aria-hidden /> : <Mic size="1.2em" aria-hidden />}
          {t(voice.listening ? 'pocket.voice.stop' : 'pocket.voice.start')}
        </button>
      )}
      {voice.failed && <p className="hy-hint">{t('pocket.voice.failed')}</p>}
    </div>
  );
}
