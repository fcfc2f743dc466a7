// What a desk answers to a scan, by the same rules in the same order as foyer/guests/verdicts.py;
// tests/vectors/verdicts.json is put to both.
export function judge({ event, guest, at }) {
  if (!guest) return "unknown";
  if (guest.event_id !== event.id) return "other_event";
  if (guest.struck_off || event.status === "cancelled") return "cancelled";
  if (at < event.opens_at || at > event.ends_at || event.status === "closed") return "not_open";
  if (!guest.signed_in) return "welcome";
  return guest.left ? "back" : "already";
}

/** What a desk at the exit answers: whoever is in may go. */
export function judgeLeaving({ event, guest }) {
  if (!guest) return "unknown";
  if (guest.event_id !== event.id) return "other_event";
  if (!guest.signed_in) return "not_in";
  return guest.left ? "gone" : "goodbye";
}
