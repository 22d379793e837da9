/**
 * Signatures of mails (DKIM, RFC 6376), for operators whose server does not sign.
 *
 * <p>Flows in: the bytes of a mail. Flows out: the header fields that go before them, one for each
 * key, RSA (rsa-sha256) or Ed25519 (RFC 8463).
 *
 * <p>Java signs; what is here puts a mail into the form that is signed. Rejected: jDKIM, which
 * knows no Ed25519, though tests verify with it; and the DKIM utilities of Simple Java Mail, which
 * want a message object per recipient and Bouncy Castle for what Java has, and whose signers cannot
 * be shared between threads.
 */
@NullMarked
package org.papertide.notify.dkim;

import org.jspecify.annotations.NullMarked;
