// The app's few signs, drawn on a grid of 24 with one stroke: a sign that a screen needs is added here, so that all look alike.
export const DRAWINGS = {
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13M15.3 15.3L20.5 20.5',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7l7 7',
  next: 'M9 5l7 7l-7 7',
  forward: 'M4 12h15M13 6l6 6l-6 6',
  book: 'M12 6.5C9.5 4.8 6.5 4.5 3.5 5v13.5c3-.5 6-.2 8.5 1.5c2.5-1.7 5.5-2 8.5-1.5V5c-3-.5-6-.2-8.5 1.5V20',
  speech: 'M4 5h16v11h-8l-5 4v-4H4zM8 9h8M8 12h5',
  dials:
    'M4 7h8M18 7h2M4 17h2M12 17h8M15 4.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5M9 14.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5',
  keys: 'M5 5h3v3H5zM10.5 5h3v3h-3zM16 5h3v3h-3zM5 10.5h3v3H5zM10.5 10.5h3v3h-3zM16 10.5h3v3h-3zM10.5 16h3v3h-3z',
  code: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500v2.500M20 14v2.500M14 20h2.500M20 20h-.100',
  people:
    'M9 5a3.2 3.2 0 1 1 0 6.4A3.2 3.2 0 0 1 9 5M2.5 19.5c.3-3.6 3-5.2 6.5-5.2s6.200 1.600 6.500 5.200M16 5.400a3.200 3.200 0 0 1 0 5.800M18 14.600c2 .700 3.300 2.300 3.500 4.900',
  pin: 'M9 4h6l-.7 6.500l3.200 3.500h-11l3.200-3.500zM12 14v6.500',
  printer: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  tick: 'M5 12.500l4.500 4.500L19 7',
  fetch: 'M12 4v11M7 10.500l5 5l5-5M5 20h14',
  clip: 'M19 11l-7.500 7.500a4.600 4.600 0 0 1-6.500-6.500L13 4a3 3 0 0 1 4.300 4.300l-8 8a1.500 1.500 0 0 1-2.100-2.100L14 7.500',
  info: 'M12 3.500a8.500 8.500 0 1 1 0 17a8.500 8.500 0 0 1 0-17M12 11v5.500M12 7.500v.100',
  alert: 'M12 3.500a8.500 8.500 0 1 1 0 17a8.500 8.500 0 0 1 0-17M12 7.500V13M12 16.400v.100',
  clock: 'M12 3.500a8.500 8.500 0 1 1 0 17a8.500 8.500 0 0 1 0-17M12 7.500V12l3 2.500',
  sound:
    'M4 9.500v5h3.500l5 4v-13l-5 4zM16 9a4.200 4.200 0 0 1 0 6M18.500 6.500a7.800 7.800 0 0 1 0 11',
  stop: 'M7 7h10v10H7z',
  erase: 'M9 6h12v12H9l-6-6zM12 9.500l5 5M17 9.500l-5 5',
} as const

export type IconName = keyof typeof DRAWINGS
