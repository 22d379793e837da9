package org.papertide.local.mailcheck;

import java.util.ArrayList;
import java.util.List;

/** Looks at all that receivers look at. */
public final class MailCheck {

    private final Dns dns;

    /**
     * @param dns whom to ask
     */
    public MailCheck(Dns dns) {
        this.dns = dns;
    }

    /** What is there, in the order of {@link Finding.Check}. */
    public List<Finding> check(Sender sender) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(new SpfCheck(dns).check(sender));
        findings.addAll(new DkimCheck(dns).check(sender));
        findings.addAll(new DmarcCheck(dns).check(sender));
        findings.addAll(new ReverseCheck(dns).check(sender));
        findings.addAll(new ExchangeCheck(dns).check(sender));
        findings.addAll(new OneClickCheck(dns).check(sender));
        return findings;
    }

    /** The same, and a POST to the site, for nobody. */
    public List<Finding> checkAndPost(Sender sender) {
        List<Finding> findings = new ArrayList<>(check(sender));
        sender.site().map(new OneClickCheck(dns)::probe).ifPresent(findings::add);
        return findings;
    }
}
