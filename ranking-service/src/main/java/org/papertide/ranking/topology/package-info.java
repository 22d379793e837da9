/**
 * The stream: from papers, signals and ticks to scores, rankings and breakouts, exactly once.
 *
 * <p>Flows in: {@code papers.v1}, {@code signals.v1}, {@code ticks.v1}, {@code priors.v1}. Flows
 * out: {@code scores.v1}, {@code rankings.v1}, {@code past-rankings.v1}, {@code breakouts.v1} and
 * what could not be read, to the dead letters.
 *
 * <p>Two stages. {@link org.papertide.ranking.topology.PartitionState} holds the papers of one
 * partition; {@link org.papertide.ranking.topology.RankingMerge} holds the rankings of some
 * categories, for all partitions. Between them, through a repartition topic keyed by category, go
 * only the papers that can be among a category's first 200, each with its values in all orders and
 * windows. Rejected: sending each partition's 200 entries per ranking, 40 times the bytes when
 * signals are frequent.
 *
 * <p>Time is the greatest tick of the partition. All papers in a window are assessed anew at each
 * whole five minutes, and a paper at once when a signal of it comes. The score fades in the same
 * steps: so a ranking is a function of the signals, not of the order in which they came, and its
 * order that of the backtest. The merge applies what the partitions send in the order of their
 * ticks, so that a replay gives the same last rankings, their {@code asOf} and {@code previousRank}
 * included.
 *
 * <p>The rankings of a category go to {@code past-rankings.v1} at whole quarters of an hour,
 * thinned with age by the topic's keys: at most 832 moments a category (144 at quarters, 322 at
 * hours, 366 at midnights). A record holds each paper once, with its places in six rankings: some
 * 350 papers and 13 kB in a busy category, so 11 MB for its year; in a small one a paper is 50
 * bytes. All of arXiv, 150 categories, is at most 1.6 GB, half of it once compressed. Rejected: a
 * record per ranking, which names each paper up to six times; every published ranking with its
 * texts, 180 kB a second and key; a retention by time, which cannot keep some moments longer than
 * others; to keep them in the stores of the merge, where a reader of another replica cannot ask.
 *
 * <p>No record ends a thread: what cannot be read or applied goes to the dead letters, what fails
 * of one paper or category leaves the others alone, and a tick far ahead of the broker's clock is
 * refused. A third part of the topology reads past rankings for their dead letters alone. Rejected:
 * Streams' handler of processing exceptions; it gets an exception that has passed the stage, whose
 * other papers were left in the middle.
 *
 * <p>Ordered structures are kept in memory and rebuilt from the stores at start; what they hold per
 * paper is in the store of its partition. Rejected: top-N in stores, several writes to RocksDB and
 * its changelog for each signal.
 *
 * <p>Bounds. A paper that has been in no window for 30 days leaves the trends, the merge, {@code
 * scores.v1} and memory. Only its entry in the catalogue store stays, for a late signal needs it:
 * 37 bytes of what it was and of its breakouts, and its text, about 1 kB, of which RocksDB makes
 * 0.4 kB by compressing blocks of many papers (measured on arXiv's records). At arXiv's 20,000
 * papers a month that is 0.1 GB a year on disk, over all replicas, and nothing in memory; {@code
 * papers.v1} holds more of them. Rejected: entries without text for quiet papers; the text of one
 * that is read again could be had only by reading {@code papers.v1} from its beginning. Compressing
 * each entry by itself with a dictionary: no smaller, and paid at each assessment.
 *
 * <p>Formats of the state. Every stored form has a version: a number in its first byte, or, of
 * those that began without one, the first byte or the length that a later format must not have. A
 * release reads every format that an earlier one wrote, and writes the newest: {@code
 * StoredFormsTest} holds frozen bytes of each against today's code, and {@link
 * org.papertide.ranking.topology.RankingTopology#STATE_GENERATION} counts them. Bytes that no known
 * format fits, written by a later release or damaged, end the stream, not the process: {@code
 * stream} leaves them and rebuilds all state from the input topics under another application id.
 * That takes as long as reading {@code papers.v1} and 90 days of {@code signals.v1}; what was
 * scored within the last hours is announced again, with the same keys. The internal topics that are
 * no longer used can be deleted. Rejected: the generation in the application id at all times, by
 * which each release with a new format would rebuild even what it can read; dropping single records
 * that cannot be read, which would lose papers until a source names them again.
 */
@NullMarked
package org.papertide.ranking.topology;

import org.jspecify.annotations.NullMarked;
