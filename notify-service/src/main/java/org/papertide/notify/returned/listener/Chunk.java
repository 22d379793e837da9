package org.papertide.notify.returned.listener;

import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.Session;

/**
 * BDAT (RFC 3030), which is not offered. The library has it, and takes a mail that breaks off in a
 * chunk for a whole one; what follows a chunk that it refuses it takes for commands. Who says it
 * all the same sends the chunk at once, so the connection ends.
 */
final class Chunk extends BaseCommand {

    Chunk() {
        super("BDAT", "Not offered.");
    }

    @Override
    public void execute(String line, Session session) throws DropConnectionException {
        throw new DropConnectionException(502, "5.5.1 CHUNKING is not offered");
    }
}
