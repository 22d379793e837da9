package org.papertide.notify.returned.webhook;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.papertide.notify.returned.Report;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.returned.Subject;

/** Reads the requests of one mail provider. */
interface ProviderWebhook {

    /** A request. */
    final class Request {

        private final Function<String, Optional<String>> header;
        private final byte[] body;

        /**
         * @param header the value of a header
         * @param body as it was sent
         */
        Request(Function<String, Optional<String>> header, byte[] body) {
            this.header = header;
            this.body = body;
        }

        Function<String, Optional<String>> header() {
            return header;
        }

        byte[] body() {
            return body;
        }

        /** Never the body, which holds addresses. */
        @Override
        public String toString() {
            return "Request[" + body.length + " bytes]";
        }
    }

    /** What a request turned out to be. */
    sealed interface Outcome {

        /** The provider's. */
        record Reports(List<AddressedReport> reports) implements Outcome {
            public Reports {
                reports = List.copyOf(reports);
            }
        }

        /** Not the provider's, or not for us; the reason is for the log. */
        record Refused(String reason) implements Outcome {}

        /** The provider's, but not to be read. */
        record Unreadable(String reason) implements Outcome {}

        /** Perhaps the provider's: it has to come again. */
        record Undecided(String reason) implements Outcome {}
    }

    /**
     * What the provider says of one mail.
     *
     * @param names what may hold the mail's token: an address of ours, or the token
     * @param report what it says
     */
    record AddressedReport(List<String> names, Report report) {

        public AddressedReport {
            names = List.copyOf(names);
        }

        /** The mail, if one of the names is ours. */
        Optional<Subject> subject(ReturnAddresses addresses) {
            return names.stream()
                    .map(name ->
                            name.indexOf('@') < 0
                                    ? addresses.ofDelivery(name)
                                    : addresses.find(name))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        /** Never the names, which may be addresses. */
        @Override
        public String toString() {
            return "AddressedReport[" + report + "]";
        }
    }

    /** The provider's name in paths and logs. */
    String provider();

    /** Whether it is set up. */
    boolean isOn();

    /** Reads a request; whatever was sent, this does not throw. */
    Outcome read(Request request);
}
