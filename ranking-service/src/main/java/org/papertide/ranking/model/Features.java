package org.papertide.ranking.model;

/**
 * The inputs of the forecast for one metric of a paper at an instant. NaN is unknown; hours are
 * hours of attention.
 *
 * @param staleHours since the newest signal
 * @param level believed, in the metric's own unit
 * @param logLevel ln((1 + level) / (1 + typical level of that age))
 * @param logAge ln(age at the newest signal + typical half-way age)
 * @param logGain ln((1 + gain) / (1 + typical gain of that age and span)); 0 if no gain is known
 * @param logFollowers ln(1 + the submitter's followers)
 * @param logAuthors ln(1 + number of authors)
 * @param participating 1 if an author takes part in the discussion, 0 if none does
 * @param support what the paper's other metrics add to the logarithm of the forecast
 */
public record Features(
        double staleHours,
        double level,
        double logLevel,
        double logAge,
        double logGain,
        double logFollowers,
        double logAuthors,
        double participating,
        double support) {}
