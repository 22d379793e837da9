package org.papertide.local.demo;

import java.time.Instant;

/**
 * A listing as it was at some time, for {@code POST /api/v1/imports?observedAt=}.
 *
 * @param observedAt when it was seen
 * @param name what it is, for showing progress, such as "Hugging Face, 2026-11-20"
 * @param body Hugging Face JSON or arXiv Atom, packed with gzip; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes for one request, compared by nobody.
public record Snapshot(Instant observedAt, String name, byte[] body) {}
