package org.papertide.bounce;

import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.bounce.mime.ParsedMail;

/** Decides what a mail is, from the exact evidence to the vague. */
final class MailClassifier {

    private MailClassifier() {}

    static Classification judge(ParsedMail parsed) {
        IncomingMail mail = new IncomingMail(parsed);
        Notices notices = new Notices(mail);
        StandardReports reports = new StandardReports(mail, notices);
        Answers answers = new Answers(mail);
        return reports.complaint()
                .or(reports::notification)
                .or(answers::challenge)
                .or(reports::report)
                .or(reports::receipt)
                .or(notices::notice)
                .or(answers::addressedReply)
                .or(answers::unsubscribe)
                .or(answers::autoReply)
                .orElseGet(() ->
                        Classification.of(Kind.UNKNOWN, null, "neither a report nor a notice"));
    }
}
