package org.papertide.notify.returned;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.papertide.notify.smtp.MailWriter;
import org.papertide.notify.token.Tokens;

/**
 * Finds what an address of ours is about: {@code b+TOKEN@} the bounce domain a delivery, {@code
 * u+TOKEN@} the domain of the sender a subscription. Only the signature counts; nobody can make an
 * address that is about somebody else's mail.
 */
@Singleton
public final class ReturnAddresses {

    /** RFC 5321, 4.5.3.1.3. */
    private static final int MAX_ADDRESS = 256;

    private final Tokens tokens;
    private final String bounceDomain;
    private final String domain;

    @Inject
    ReturnAddresses(Tokens tokens, MailWriter writer) {
        this(tokens, writer.bounceDomain(), writer.domain());
    }

    /**
     * @param bounceDomain the domain of return addresses
     * @param domain that of the sender
     */
    public ReturnAddresses(Tokens tokens, String bounceDomain, String domain) {
        this.tokens = tokens;
        this.bounceDomain = bounceDomain;
        this.domain = domain;
    }

    /** What the first of these addresses that is ours is about; the others may be anybody's. */
    public Optional<Subject> find(List<String> addresses) {
        return addresses.stream().map(this::find).flatMap(Optional::stream).findFirst();
    }

    /** What an address is about; empty if it is none of ours, or its token is forged. */
    public Optional<Subject> find(String address) {
        int at = address.lastIndexOf('@');
        if (address.length() > MAX_ADDRESS || at < 2) {
            return Optional.empty();
        }
        String prefix = address.substring(0, 2).toLowerCase(Locale.ROOT);
        String token = address.substring(2, at);
        String host = address.substring(at + 1);
        if (prefix.equals("b+") && host.equalsIgnoreCase(bounceDomain)) {
            return ofDelivery(token);
        }
        return prefix.equals("u+") && host.equalsIgnoreCase(domain)
                ? verified(Tokens.Kind.UNSUBSCRIBE, token).map(Subject.OfSubscription::new)
                : Optional.empty();
    }

    /** The delivery of a token that came without an address. */
    public Optional<Subject> ofDelivery(String token) {
        return tokens.verifyReturn(token)
                .map(returned ->
                        new Subject.OfDelivery(returned.delivery(), returned.subscription()));
    }

    private Optional<Long> verified(Tokens.Kind kind, String token) {
        return tokens.verify(kind, token) instanceof Tokens.Verified.Valid(long id)
                ? Optional.of(id)
                : Optional.empty();
    }
}
