package dev.orthant.quality.fuzz;

import com.sun.management.ThreadMXBean;
import dev.orthant.tensor.format.FormatException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// What must hold for any bytes: a reader gives a result or throws the one documented exception, and allocates no more
/// than the size of the file allows. Jazzer calls [#fuzzerTestOneInput]; the regression test calls [#check].
public final class FuzzTarget {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private FuzzTarget() {}

    /// Jazzer's entry; the reader is named by the system property `reader`.
    public static void fuzzerTestOneInput(byte[] file) throws IOException {
        String name = System.getProperty("reader", "safetensors");
        check(FuzzedReader.valueOf(name.toUpperCase(Locale.ROOT)), file);
    }

    /// Throws whatever a reader must not throw, or an error if it allocated too much: the second time too, because the
    /// first may have loaded classes.
    static void check(FuzzedReader reader, byte[] file) throws IOException {
        long limit = reader.limit(file);
        if (allocated(reader, file) > limit) {
            long again = allocated(reader, file);
            if (again > limit) {
                throw new AssertionError(reader + ": " + again + " bytes were allocated for a file of " + file.length);
            }
        }
    }

    private static long allocated(FuzzedReader reader, byte[] file) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            reader.read(file);
        } catch (FormatException documented) {
            if (documented.getMessage() == null) {
                throw new AssertionError("a refusal without a reason", documented);
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
