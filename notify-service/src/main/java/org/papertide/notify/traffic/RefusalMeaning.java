package org.papertide.notify.traffic;

import java.time.Duration;
import java.util.Optional;
import org.papertide.notify.smtp.ReplyClass;
import org.papertide.notify.smtp.SmtpReply;

/**
 * What a refusal means: for its mail and address, and for all others of its group.
 *
 * @param meaning for the mail and its address
 * @param forGroup for its group
 * @param rule the name of the rule that says so; empty if the codes do
 */
public record RefusalMeaning(ReplyClass meaning, ForGroup forGroup, Optional<String> rule) {

    /** What follows for the group. */
    public sealed interface ForGroup {
        /** Nothing: the refusal is about one mail or address. */
        record Nothing() implements ForGroup {}

        /** Less at a time from now on. */
        record Slow() implements ForGroup {}

        /**
         * A pause if the same is said of another domain, or again and again: one recipient may be
         * refused for what is theirs, and anybody may subscribe with a domain that a big receiver
         * does not serve any more.
         */
        record Doubt() implements ForGroup {}

        /**
         * No mail goes for a time.
         *
         * @param time how long; empty for the usual time, which grows
         */
        record Pause(Optional<Duration> time) implements ForGroup {}
    }

    /** What it means at this command: of what no recipient is to blame for, its group is told. */
    RefusalMeaning at(SmtpReply.Phase phase) {
        ReplyClass here = meaning.at(phase);
        boolean isOurs = here instanceof ReplyClass.Policy && !here.equals(meaning);
        return new RefusalMeaning(
                here, isOurs ? new ForGroup.Pause(Optional.empty()) : forGroup, rule);
    }

    /** What its codes say. */
    static RefusalMeaning byCodes(SmtpReply reply) {
        ReplyClass meaning = ReplyClass.of(reply);
        ForGroup forGroup =
                switch (meaning) {
                    case ReplyClass.SlowDown() -> new ForGroup.Slow();
                    case ReplyClass.Policy() ->
                            reply.phase() == SmtpReply.Phase.MAIL
                                    ? new ForGroup.Pause(Optional.empty())
                                    : new ForGroup.Doubt();
                    case ReplyClass.NoSuchMailbox() -> new ForGroup.Nothing();
                    case ReplyClass.NoSuchDomain() -> new ForGroup.Nothing();
                    case ReplyClass.HardFailure() -> new ForGroup.Nothing();
                    case ReplyClass.BareRefusal() -> new ForGroup.Nothing();
                    case ReplyClass.Disabled() -> new ForGroup.Nothing();
                    case ReplyClass.SoftFailure() -> new ForGroup.Nothing();
                    case ReplyClass.Later _ -> new ForGroup.Nothing();
                    case ReplyClass.Greylisted _ -> new ForGroup.Nothing();
                    case ReplyClass.MessageFault() -> new ForGroup.Nothing();
                    case ReplyClass.MailFault() -> new ForGroup.Nothing();
                };
        return new RefusalMeaning(meaning, forGroup, Optional.empty());
    }
}
