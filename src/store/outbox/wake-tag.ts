// The name by which a page asks for a wake-up and the service worker knows what it is woken for (OUT-17).
export const WAKE_TAG = 'iltod-outbox'
