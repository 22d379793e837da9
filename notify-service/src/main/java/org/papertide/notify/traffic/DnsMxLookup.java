package org.papertide.notify.traffic;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks the DNS servers of this machine; no thread waits. */
public final class DnsMxLookup implements MxLookup {

    /** More than that no receiver needs; what else a server says is not looked at. */
    private static final int MAX_HOSTS = 30;

    private final Resolver resolver;

    DnsMxLookup(Resolver resolver, Duration timeout) {
        this.resolver = resolver;
        resolver.setTimeout(timeout);
    }

    /**
     * With the name servers of this machine's settings.
     *
     * @param timeout longest wait for an answer
     */
    public static DnsMxLookup ofThisMachine(Duration timeout) {
        return new DnsMxLookup(new ExtendedResolver(), timeout);
    }

    /** With this name server. */
    static DnsMxLookup at(String host, int port, Duration timeout) throws UnknownHostException {
        org.xbill.DNS.SimpleResolver resolver = new org.xbill.DNS.SimpleResolver(host);
        resolver.setPort(port);
        return new DnsMxLookup(resolver, timeout);
    }

    @Override
    public CompletionStage<List<String>> hosts(String domain) {
        return ask(domain).thenApply(DnsMxLookup::hosts);
    }

    @Override
    public CompletionStage<Boolean> isGone(String domain) {
        return ask(domain).thenApply(DnsMxLookup::isGone);
    }

    /** Always the name server, and no cache of ours. */
    private CompletionStage<Message> ask(String domain) {
        Name name;
        try {
            name = Name.fromString(domain, Name.root);
        } catch (TextParseException e) {
            return CompletableFuture.failedFuture(e);
        }
        Message question = Message.newQuery(Record.newRecord(name, Type.MX, DClass.IN));
        return resolver.sendAsync(question).thenApply(DnsMxLookup::answered);
    }

    private static Message answered(Message answer) {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            throw new IllegalStateException("the name server answered " + Rcode.string(code));
        }
        return answer;
    }

    /** Without MX records its own host may take mail. */
    private static boolean isGone(Message answer) {
        List<MXRecord> records = records(answer);
        return answer.getRcode() == Rcode.NXDOMAIN
                || (!records.isEmpty()
                        && records.stream().allMatch(it -> it.getTarget().equals(Name.root)));
    }

    private static List<MXRecord> records(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(MXRecord.class::isInstance)
                .map(MXRecord.class::cast)
                .toList();
    }

    private static List<String> hosts(Message answer) {
        return records(answer).stream()
                .map(record -> record.getTarget().toString(true).toLowerCase(Locale.ROOT))
                // RFC 7505: a single dot says that the domain takes no mail.
                .filter(host -> !host.isEmpty() && !host.equals("@") && !host.equals("."))
                .sorted()
                .distinct()
                .limit(MAX_HOSTS)
                .toList();
    }
}
