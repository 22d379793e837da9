package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameBoundariesTest {

    private final Random random = new Random(5);

    /** However the bytes are cut, it is between frames where one has ended, and nowhere else. */
    @Test
    void knowsWhereAFrameEndsHoweverItComes() {
        for (int round = 0; round < 200; round++) {
            boolean preface = random.nextBoolean();
            List<Integer> ends = new ArrayList<>();
            byte[] bytes = frames(preface, ends);
            FrameBoundaries boundaries = new FrameBoundaries(preface);
            for (int at = 0; at < bytes.length; ) {
                int part = Math.min(bytes.length - at, 1 + random.nextInt(40));
                boundaries.pass(Unpooled.wrappedBuffer(bytes, at, part));
                at += part;
                assertThat(boundaries.isWithin()).isEqualTo(!ends.contains(at));
            }
        }
    }

    private byte[] frames(boolean preface, List<Integer> ends) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (preface) {
            out.writeBytes(new byte[24]);
            ends.add(24);
        }
        boolean open = false;
        for (int frame = 0; frame < 8; frame++) {
            int type = open ? 9 : new int[] {0, 1, 4, 6, 77}[random.nextInt(5)];
            boolean last = random.nextInt(3) > 0;
            int length = random.nextInt(300);
            out.writeBytes(new byte[] {0, (byte) (length >> 8), (byte) length, (byte) type});
            out.writeBytes(new byte[] {(byte) (last ? 4 : 1), 0, 0, 0, 1});
            out.writeBytes(new byte[length]);
            open = (type == 1 || type == 9) && !last;
            if (!open) {
                ends.add(out.size());
            }
        }
        return out.toByteArray();
    }
}
