package org.papertide.local.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypePath;

/** Leaves out of libraries what only debuggers and linkers read. */
final class Slimming {

    /** What a file in ELF form of 64 bits begins with; both platforms of ours are little-endian. */
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F', 2, 1};

    // Places in its header, and in that of a segment.
    private static final int SEGMENTS_AT = 32;
    private static final int SECTIONS_AT = 40;
    private static final int SEGMENT_SIZE = 54;
    private static final int SEGMENT_COUNT = 56;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_NAMES = 62;
    private static final int OFFSET = 8;
    private static final int FILE_SIZE = 32;

    private Slimming() {}

    /**
     * A class without the names and types of local variables. Lines stay, so that a stack trace
     * names them. The AOT cache has each class, too, so that this counts twice.
     */
    static byte[] classFile(byte[] bytes) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    @Nullable String signature,
                                    String @Nullable [] exceptions) {
                                return withoutVariables(
                                        super.visitMethod(
                                                access, name, descriptor, signature, exceptions));
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    private static MethodVisitor withoutVariables(MethodVisitor method) {
        return new MethodVisitor(Opcodes.ASM9, method) {
            @Override
            public void visitLocalVariable(
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    Label start,
                    Label end,
                    int index) {}

            @Override
            public @Nullable AnnotationVisitor visitLocalVariableAnnotation(
                    int typeRef,
                    @Nullable TypePath typePath,
                    Label[] start,
                    Label[] end,
                    int[] index,
                    String descriptor,
                    boolean visible) {
                return null;
            }
        };
    }

    /**
     * A native library up to the end of what is loaded: what follows are sections, such as the
     * names of functions that nobody outside calls. A file of another form stays as it is.
     */
    static byte[] nativeLibrary(byte[] bytes) {
        if (!Arrays.equals(bytes, 0, Math.min(bytes.length, ELF.length), ELF, 0, ELF.length)) {
            return bytes;
        }
        ByteBuffer file = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
        long end = 0;
        for (int n = 0; n < file.getShort(SEGMENT_COUNT); n++) {
            int at = (int) file.getLong(SEGMENTS_AT) + n * file.getShort(SEGMENT_SIZE);
            end = Math.max(end, file.getLong(at + OFFSET) + file.getLong(at + FILE_SIZE));
        }
        file.putLong(SECTIONS_AT, 0).putShort(SECTION_COUNT, (short) 0);
        file.putShort(SECTION_NAMES, (short) 0);
        return Arrays.copyOf(file.array(), (int) end);
    }
}
