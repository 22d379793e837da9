package org.papertide.platform.guard;

import io.netty.buffer.ByteBuf;

/**
 * Follows the frames in the bytes of an HTTP/2 connection (RFC 9113, section 4.1): whether the last
 * one has come whole. The head of a request in several frames counts as one, for nothing may come
 * between them.
 */
final class FrameBoundaries {

    private static final int HEAD = 9;
    private static final int PREFACE = 24;

    private static final int HEADERS = 1;
    private static final int PUSH_PROMISE = 5;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    private int inHead;
    private int length;
    private int type;
    private int left;
    private boolean open;

    /**
     * @param preface whether the bytes begin with the client's preface
     */
    FrameBoundaries(boolean preface) {
        left = preface ? PREFACE : 0;
    }

    /** Follows bytes, which it does not consume. */
    void pass(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (left > 0) {
                int skipped = Math.min(left, bytes.writerIndex() - at);
                left -= skipped;
                at += skipped;
            } else {
                head(bytes.getUnsignedByte(at));
                at++;
            }
        }
    }

    /** Whether a frame, or the head of a request, has begun and not ended. */
    boolean isWithin() {
        return inHead > 0 || left > 0 || open;
    }

    /** Length in 3 bytes, type, flags, and 4 bytes of the stream. */
    private void head(int next) {
        if (inHead < 3) {
            length = (inHead == 0 ? 0 : length << 8) | next;
        } else if (inHead == 3) {
            type = next;
        } else if (inHead == 4
                && (type == HEADERS || type == PUSH_PROMISE || type == CONTINUATION)) {
            open = (next & END_HEADERS) == 0;
        }
        inHead++;
        if (inHead == HEAD) {
            inHead = 0;
            left = length;
        }
    }
}
