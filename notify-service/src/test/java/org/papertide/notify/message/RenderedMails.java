package org.papertide.notify.message;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/** A mail of each kind, as the service renders it. */
public final class RenderedMails {

    private RenderedMails() {}

    /** The mail of a kind. */
    public static RenderedMessage of(MailKind kind) {
        Map<String, RenderedMessage> all = QuteMessageComposerTest.all();
        return requireNonNull(
                all.get(
                        switch (kind) {
                            case OPT_IN -> "optin";
                            case WELCOME -> "welcome";
                            case WEBHOOK_ENDED -> "webhook-ended";
                            case ALERT -> "alert";
                            case DAILY, WEEKLY -> "digest";
                        }));
    }
}
