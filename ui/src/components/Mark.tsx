/** The mark of the product: a roofline, and a sample under it. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" fill="#0b6477" />
      <path d="M6 24 15.5 11H26" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round" />
      <circle cx="21.5" cy="18.5" r="2.7" fill="#ffc46b" />
    </svg>
  );
}
