package org.papertide.local.mailcheck;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The look-ups of one evaluation of SPF, and what is to be said of them. */
final class SpfLookups implements DNSService {

    /** RFC 7208, 4.6.4: of one MX or PTR. */
    private static final int MOST_RECORDS = 10;

    private final Dns dns;
    private final Map<String, Answer<String>> policies = new LinkedHashMap<>();
    private final List<String> voids = new ArrayList<>();
    private @Nullable String failure;

    SpfLookups(Dns dns) {
        this.dns = dns;
    }

    /** The texts of each domain whose policy was asked for, in order. */
    Map<String, Answer<String>> policies() {
        return policies;
    }

    /** What was asked for in vain. */
    List<String> voids() {
        return voids;
    }

    /** The first question that nobody answered, with the reason; null if all were answered. */
    @Nullable String failure() {
        return failure;
    }

    @Override
    public @Nullable List<String> getRecords(DNSRequest request) throws TimeoutException {
        String name = request.getHostname();
        return switch (request.getRecordType()) {
            case DNSRequest.TXT -> policy(name);
            case DNSRequest.A -> found(name, addresses(dns.addressesOfVersion4(name)));
            case DNSRequest.AAAA -> found(name, addresses(dns.addressesOfVersion6(name)));
            case DNSRequest.MX -> found(name, hosts(dns.exchanges(name)));
            case DNSRequest.PTR -> found(name, dns.pointers(name));
            // RFC 7208, 3.1: the type SPF is no more.
            default -> null;
        };
    }

    private @Nullable List<String> policy(String name) throws TimeoutException {
        Answer<String> texts = dns.texts(name);
        policies.put(name, texts);
        @Nullable List<String> found = found(name, texts);
        return found == null ? null : found.stream().filter(SpfRecords::isShort).toList();
    }

    private @Nullable List<String> found(String name, Answer<String> answer)
            throws TimeoutException {
        return switch (answer) {
            case Answer.Found<String>(List<String> values) -> values;
            case Answer.Nothing<String> _ -> {
                voids.add(name);
                yield null;
            }
            case Answer.Failed<String>(String reason) -> {
                if (failure == null) {
                    failure = name + ": " + reason;
                }
                throw new TimeoutException(reason);
            }
        };
    }

    private static Answer<String> addresses(Answer<InetAddress> answer) {
        return switch (answer) {
            case Answer.Found<InetAddress>(List<InetAddress> values) ->
                    new Answer.Found<>(values.stream().map(InetAddress::getHostAddress).toList());
            case Answer.Nothing<InetAddress> _ -> new Answer.Nothing<>();
            case Answer.Failed<InetAddress>(String reason) -> new Answer.Failed<>(reason);
        };
    }

    private static Answer<String> hosts(Answer<Dns.Exchange> answer) {
        return switch (answer) {
            case Answer.Found<Dns.Exchange>(List<Dns.Exchange> values) ->
                    new Answer.Found<>(values.stream().map(Dns.Exchange::host).toList());
            case Answer.Nothing<Dns.Exchange> _ -> new Answer.Nothing<>();
            case Answer.Failed<Dns.Exchange>(String reason) -> new Answer.Failed<>(reason);
        };
    }

    @Override
    public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
        throw new UnsupportedOperationException("one question after the other");
    }

    /** The receiver's own name, for a macro that nobody uses. */
    @Override
    public List<String> getLocalDomainNames() {
        return List.of("localhost");
    }

    @Override
    public void setTimeOut(int timeOut) {
        throw new UnsupportedOperationException("Dns has its own");
    }

    @Override
    public int getRecordLimit() {
        return MOST_RECORDS;
    }

    @Override
    public void setRecordLimit(int recordLimit) {
        throw new UnsupportedOperationException("RFC 7208 sets it");
    }
}
