// How long to wait where the server has refused to answer for now.

const USUAL = 5; // seconds, where it does not say

export const pause = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1_000); });

// What an answer says of how long to wait; proxies may say it as a day and an hour, or not at all.
export function secondsToWait(response) {
  const seconds = Number(response?.headers.get("Retry-After"));
  return seconds > 0 ? seconds : USUAL;
}
