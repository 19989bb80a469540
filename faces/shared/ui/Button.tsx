import { LoaderCircle } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'primary' | 'soft' | 'plain' | 'line';
  size?: 'normal' | 'large';
  wide?: boolean;
  /** An icon alone: `label` becomes its name. */
  icon?: ReactNode;
  label?: string;
  /** Shows that the act is under way and refuses a second press. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

export function Button({
  look = 'line',
  size,
  wide,
  icon,
  label,
  busy,
  children,
  disabled,
  onClick,
  ...rest
}: ButtonProps) {
  const alone = icon && !children;
  return (
    <button
      type="button"
      className="hy-button"
      data-look={look}
      data-size={size}
      data-wide={wide || undefined}
      data-icon={alone || undefined}
      aria-label={alone ? label : undefined}
      title={alone ? label : undefined}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      disabled={disabled}
      onClick={(event) => {
        // A disabled button loses the focus; a busy one keeps it and does nothing.
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    >
      {busy ? <LoaderCircle size="1.1em" className="hy-spin" aria-hidden /> : icon}
      {children}
    </button>
  );
}
