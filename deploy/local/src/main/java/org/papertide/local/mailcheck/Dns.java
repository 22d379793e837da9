package org.papertide.local.mailcheck;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.papertide.local.terminal.Shown;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectLoopException;
import org.xbill.DNS.lookup.RedirectOverflowException;

/** Asks a name server, for so long and so often, and remembers what it said. Not thread-safe. */
public final class Dns {

    /** Longest wait for one answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Longest wait for all of them. */
    private static final Duration ALL = Duration.ofSeconds(60);

    /** SPF of the worst kind needs 130. */
    private static final int MOST_QUESTIONS = 300;

    /** Of one answer; some domains prove themselves to dozens of others by a text each. */
    private static final int MOST_VALUES = 500;

    /** Aliases of aliases. */
    private static final int MOST_ALIASES = 8;

    /** A server that answered none of so many questions in a row is not asked again. */
    private static final int MOST_SILENCES = 3;

    private static final String SILENT = "the name server does not answer";

    /** A host that takes mail; its name is empty where the domain takes none (RFC 7505). */
    record Exchange(int preference, String host) {}

    private record Question(Name name, int type) {}

    private final LookupSession session;
    private final Duration patience;
    private final long end;
    private final Map<Question, Answer<Record>> known = new HashMap<>();
    private int silences;

    Dns(Resolver resolver, Duration patience, Duration all) {
        resolver.setTimeout(patience);
        this.session =
                LookupSession.builder().resolver(resolver).maxRedirects(MOST_ALIASES).build();
        // Later than the resolver gives up: it knows why.
        this.patience = patience.plusSeconds(1);
        this.end = System.nanoTime() + all.toNanos();
    }

    /** Asks the name servers of this machine's settings. */
    public static Dns ofThisMachine() {
        return new Dns(new ExtendedResolver(), PATIENCE, ALL);
    }

    /** Asks this name server. */
    public static Dns at(InetSocketAddress server) {
        return new Dns(new SimpleResolver(server), PATIENCE, ALL);
    }

    /** The texts of a name, the strings of each joined; a character is a byte. */
    Answer<String> texts(String name) {
        return ask(name, Type.TXT, TXTRecord.class, Dns::joined);
    }

    /** The addresses of a name, of version 4 before those of version 6. */
    Answer<InetAddress> addresses(String name) {
        Answer<InetAddress> four = addressesOfVersion4(name);
        Answer<InetAddress> six = addressesOfVersion6(name);
        List<InetAddress> all =
                Stream.concat(four.orEmpty().stream(), six.orEmpty().stream()).toList();
        if (!all.isEmpty()) {
            return new Answer.Found<>(all);
        }
        return four instanceof Answer.Failed<InetAddress> ? four : six;
    }

    Answer<InetAddress> addressesOfVersion4(String name) {
        return ask(name, Type.A, ARecord.class, ARecord::getAddress);
    }

    Answer<InetAddress> addressesOfVersion6(String name) {
        return ask(name, Type.AAAA, AAAARecord.class, AAAARecord::getAddress);
    }

    /** The hosts that take the mail of a domain, the preferred first. */
    Answer<Exchange> exchanges(String domain) {
        Answer<Exchange> found =
                ask(
                        domain,
                        Type.MX,
                        MXRecord.class,
                        mx -> new Exchange(mx.getPriority(), host(mx.getTarget())));
        return found instanceof Answer.Found<Exchange>(List<Exchange> values)
                ? new Answer.Found<>(
                        values.stream()
                                .sorted(Comparator.comparingInt(Exchange::preference))
                                .toList())
                : found;
    }

    /** The names of an address. */
    Answer<String> names(InetAddress address) {
        return ask(
                ReverseMap.fromAddress(address),
                Type.PTR,
                PTRRecord.class,
                ptr -> host(ptr.getTarget()));
    }

    /** The names that a name such as {@code 1.2.0.192.in-addr.arpa} leads to. */
    Answer<String> pointers(String name) {
        return ask(name, Type.PTR, PTRRecord.class, ptr -> host(ptr.getTarget()));
    }

    private <R extends Record, T> Answer<T> ask(
            String name, int type, Class<R> kind, Function<R, T> read) {
        try {
            return ask(Name.fromString(name, Name.root), type, kind, read);
        } catch (TextParseException _) {
            return new Answer.Nothing<>();
        }
    }

    private <R extends Record, T> Answer<T> ask(
            Name name, int type, Class<R> kind, Function<R, T> read) {
        Question question = new Question(name, type);
        Answer<Record> answer = known.get(question);
        if (answer == null) {
            answer = look(question);
            known.put(question, answer);
        }
        return switch (answer) {
            case Answer.Found<Record>(List<Record> records) -> {
                List<T> values =
                        records.stream()
                                .filter(kind::isInstance)
                                .map(kind::cast)
                                .map(read)
                                .limit(MOST_VALUES)
                                .toList();
                yield values.isEmpty() ? new Answer.Nothing<>() : new Answer.Found<>(values);
            }
            case Answer.Nothing<Record> _ -> new Answer.Nothing<>();
            case Answer.Failed<Record>(String reason) -> new Answer.Failed<>(reason);
        };
    }

    private Answer<Record> look(Question question) {
        long left = Math.min(end - System.nanoTime(), patience.toNanos());
        if (silences >= MOST_SILENCES) {
            return new Answer.Failed<>(SILENT);
        }
        if (left <= 0 || known.size() >= MOST_QUESTIONS) {
            return new Answer.Failed<>("there was too much to ask");
        }
        try {
            List<Record> records =
                    session.lookupAsync(question.name(), question.type())
                            .toCompletableFuture()
                            .get(left, TimeUnit.NANOSECONDS)
                            .getRecords();
            silences = 0;
            return records.isEmpty() ? new Answer.Nothing<>() : new Answer.Found<>(records);
        } catch (ExecutionException e) {
            return failure(e);
        } catch (TimeoutException _) {
            silences++;
            return new Answer.Failed<>(SILENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Failed<>("interrupted");
        }
    }

    private Answer<Record> failure(ExecutionException e) {
        Throwable cause = e.getCause();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
            silences++;
            return new Answer.Failed<>(SILENT);
        }
        return switch (cause) {
            case NoSuchDomainException _, NoSuchRRSetException _ -> {
                silences = 0;
                yield new Answer.Nothing<>();
            }
            case RedirectLoopException _, RedirectOverflowException _ ->
                    new Answer.Failed<>("its aliases (CNAME) come to no end");
            case null -> new Answer.Failed<>("the name server failed");
            default ->
                    new Answer.Failed<>(
                            "the name server failed: " + Shown.text(String.valueOf(cause)));
        };
    }

    private static String host(Name name) {
        String text = name.toString(true).toLowerCase(Locale.ROOT);
        return text.equals("@") || text.equals(".") ? "" : text;
    }

    private static String joined(TXTRecord record) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : new ArrayList<>(record.getStringsAsByteArrays())) {
            all.writeBytes(each);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
