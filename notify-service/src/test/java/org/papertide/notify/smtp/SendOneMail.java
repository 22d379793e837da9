package org.papertide.notify.smtp;

import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Sends a mail in a process of its own, which trusts whom its machine trusts. */
final class SendOneMail {

    private SendOneMail() {}

    /**
     * Prints what became of it.
     *
     * @param args host, port and mode of encryption
     */
    public static void main(String[] args) {
        LocalSmtp settings =
                LocalSmtp.of(Integer.parseInt(args[1]), MailSettings.Tls.valueOf(args[2]))
                        .at(args[0]);
        try (SmtpConnection connection =
                new SmtpConnection(
                        new SmtpServer(settings, "papertide.example"), Clock.systemUTC())) {
            byte[] mail = "Subject: Tides\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);
            System.out.println(
                    new SingleMail("b@papertide.example", "reader@example.org", mail)
                            .over(connection));
        }
    }
}
