import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { t } from '../words/i18n.ts';
import { Button } from './Button.tsx';

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  size?: 'normal' | 'wide';
  /** False where a stray click outside would lose what was typed. */
  dismissable?: boolean;
};

export function Dialog({ open, onClose, title, children, size = 'normal', dismissable = true }: DialogProps) {
  return (
    <ModalOverlay
      className="hy-overlay"
      isOpen={open}
      onOpenChange={(now) => !now && onClose()}
      isDismissable={dismissable}
    >
      <Modal className="hy-modal" data-size={size}>
        <AriaDialog className="hy-dialog">
          <div className="hy-dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Button look="plain" icon={<X size="1.2em" aria-hidden />} label={t('act.dismiss')} onClick={onClose} />
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
