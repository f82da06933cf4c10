// Recognises texts that are not usable keys and explains each in one sentence with the fix, so that people who paste
// the wrong file learn which one it is.

const FORMS: readonly [form: RegExp, sentence: string][] = [
  [/PRIVATE KEY-----|^PuTTY-User-Key-File/m, "This is a private key. Send the public one, the file that ends in .pub, and treat this one as leaked."],
  [/^---- BEGIN SSH2 PUBLIC KEY ----/m, "This is an RFC 4716 file. Convert it with: ssh-keygen -i -f FILE"],
  [/^-----BEGIN PUBLIC KEY-----/m, "This is a PEM file (PKCS #8). Convert it with: ssh-keygen -i -m PKCS8 -f FILE"],
  [/^-----BEGIN RSA PUBLIC KEY-----/m, "This is a PEM file (PKCS #1). Convert it with: ssh-keygen -i -m PEM -f FILE"],
  [/^-----BEGIN CERTIFICATE-----/m, "This is a TLS certificate, not an SSH key."],
  [/^-----BEGIN PGP/m, "This is a PGP key, not an SSH key."],
  [/^\S+-cert-v0[01]@openssh\.com\s/, "This is an OpenSSH certificate. Send the public key it was made for."],
  [/^ssh-dss\s/, "This is a DSA key, which sshd no longer takes. Make a new one with: ssh-keygen -t ed25519"],
  [/^SHA256:|^\d+ SHA256:|^([0-9a-f]{2}:){15}/, "This is the fingerprint of a key. Send the key itself, the file that ends in .pub."],
  [/^[A-Za-z0-9+/]{40,}={0,2}$/, "The type is missing before the key, such as ssh-ed25519."],
];

const UNKNOWN = "This is not an OpenSSH public key. Known are ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256, 384 or 521, and the sk- types of security keys.";

/** @param isAlgorithm whether a word names an accepted key type */
export function recognisedForm(text: string, isAlgorithm: (word: string) => boolean): string {
  const form = FORMS.find(([pattern]) => pattern.test(text));
  if (form) return form[1];
  const words = text.split(/\s+/).slice(1);
  if (!words.some(isAlgorithm)) return UNKNOWN;
  return /^(@cert-authority|@revoked|\|1\||\[?[\w.-]+\]?(:\d+)?(,\S+)?\s)/.test(text) && !/^[a-z-]+(=|,|\s+(ssh-|ecdsa-|sk-))/.test(text)
    ? "This is a line of known_hosts. Send the public key of a person, the file that ends in .pub."
    : "Something stands before the type of the key, such as options of authorized_keys. Send the key without it.";
}
