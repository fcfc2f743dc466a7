// What a desk answers to a scan, by the same rules in the same order as foyer/guests/verdicts.py;
// tests/vectors/verdicts.json is put to both.
export function judge({ event, guest, at }) {
  if (!guest) return "unknown";
  if (guest.event_id !== event.id) return "other_event";
  if (guest.struck_off || event.status === "cancelled") return "cancelled";
  if (at < event.opens_at || at > event.ends_at || event.status === "closed") return "not_open";
  return guest.signed_in ? "already" : "welcome";
}
