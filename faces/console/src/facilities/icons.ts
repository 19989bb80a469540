/** Icons by the names that packs use. */
import {
  Building2,
  Coffee,
  Flag,
  HandHeart,
  HeartPulse,
  type LucideIcon,
  Mail,
  MapPin,
  MessagesSquare,
  Sailboat,
  Shield,
  Store,
} from 'lucide-react';

export const KIND_ICONS: Record<string, LucideIcon> = {
  flag: Flag,
  sail: Sailboat,
  cup: Coffee,
  heart: HeartPulse,
  mail: Mail,
  chat: MessagesSquare,
  hands: HandHeart,
  shop: Store,
  shield: Shield,
  building: Building2,
  pin: MapPin,
};
