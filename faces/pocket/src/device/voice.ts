/** Speaking instead of writing, where the phone has it. What was heard is added to the words; nothing is recorded. */
import { useEffect, useRef, useState } from 'react';

type Recognised = { results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>; resultIndex: number };
type Recogniser = {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onresult: ((event: Recognised) => void) | null;
  onend: (() => void) | null;
  onerror: (() => void) | null;
  start(): void;
  stop(): void;
};

function recogniserClass(): (new () => Recogniser) | null {
  const host = window as unknown as Record<string, unknown>;
  return (host.SpeechRecognition ?? host.webkitSpeechRecognition ?? null) as (new () => Recogniser) | null;
}

export type Voice = { supported: boolean; listening: boolean; failed: boolean; toggle: () => void };

export function useVoice(lang: string, heard: (text: string) => void): Voice {
  const [listening, setListening] = useState(false);
  const [failed, setFailed] = useState(false);
  const current = useRef<Recogniser | null>(null);
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => () => current.current?.stop(), []);

  const toggle = () => {
    if (current.current) {
      current.current.stop();
      return;
    }
    const Class = recogniserClass();
    if (!Class) return;
    const recogniser = new Class();
    recogniser.lang = lang;
    recogniser.continuous = true;
    recogniser.interimResults = false;
    recogniser.onresult = (event) => {
      for (let at = event.resultIndex; at < event.results.length; at += 1) {
        const result = event.results[at];
        if (result?.isFinal && result[0]) latest.current(result[0].transcript);
      }
    };
    recogniser.onerror = () => setFailed(true);
    recogniser.onend = () => {
      current.current = null;
      setListening(false);
    };
    current.current = recogniser;
    setFailed(false);
    setListening(true);
    recogniser.start();
  };

  return { supported: recogniserClass() !== null, listening, failed, toggle };
}
