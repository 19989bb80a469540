/** The mark: two strokes that face each other, a call and its answer. The call is the one warm thing on the page. */
export function Mark({ size = 28, onDark = false }: { size?: number; onDark?: boolean }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
      <path d="M13.5 5.5C8 8 5 11.6 5 16s3 8 8.5 10.5" stroke="var(--warm)" strokeWidth="4.2" strokeLinecap="round" />
      <path
        d="M18.5 5.5C24 8 27 11.6 27 16s-3 8-8.5 10.5"
        stroke={onDark ? '#ffffff' : 'var(--brand-700)'}
        strokeWidth="4.2"
        strokeLinecap="round"
      />
      <circle cx="16" cy="16" r="2.3" fill={onDark ? '#ffffff' : 'var(--brand-700)'} />
    </svg>
  );
}
