package dev.orthant.tensor.kernel;

import java.lang.System.Logger.Level;
import java.util.Locale;

/// Which [Kernels] serve this JVM: chosen once, at first use, for good.
///
/// Vector kernels need the module `jdk.incubator.vector` in the JVM and HotSpot's C2 compiler (elsewhere a vector
/// operation is an object per element and far slower than a loop). Where one is missing the scalar kernels serve and
/// one WARNING says why and what to do. `-Ddev.orthant.kernels=scalar|vector` overrides the choice, for tests.
public final class ActiveKernels {
    /// System property that forces the choice.
    public static final String PROPERTY = "dev.orthant.kernels";

    private static final System.Logger LOG = System.getLogger(ActiveKernels.class.getName());

    private ActiveKernels() {}

    /// The kernels that serve this JVM.
    public static Kernels get() {
        return Holder.CHOICE.kernels();
    }

    /// One sentence: why these.
    public static String reason() {
        return Holder.CHOICE.reason();
    }

    private record Choice(Kernels kernels, String reason) {}

    /// Initialised on first use, once, by the JVM's own locking.
    private static final class Holder {
        static final Choice CHOICE = choose(System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT));
    }

    private static Choice choose(String wish) {
        return switch (wish) {
            case "scalar" -> new Choice(new ScalarKernels(), "-D" + PROPERTY + "=scalar asks for them");
            case "vector" -> new Choice(loadVectorKernels(), "-D" + PROPERTY + "=vector asks for them");
            case "" -> chooseByMachine();
            default ->
                throw new IllegalArgumentException(
                        "kernels: -D" + PROPERTY + "=" + wish + " came; it must be scalar or vector");
        };
    }

    private static Choice chooseByMachine() {
        String virtualMachine = System.getProperty("java.vm.name", "");
        String mode = System.getProperty("java.vm.info", "");
        if (!virtualMachine.contains("HotSpot") && !virtualMachine.contains("OpenJDK")) {
            return scalarWithWarning(
                    "the JVM is " + virtualMachine + ", not HotSpot; vector operations are fast only there");
        }
        if (mode.contains("interpreted") || mode.contains("emulated-client")) {
            return scalarWithWarning("the JVM runs in " + mode + "; vector operations need its C2 compiler");
        }
        try {
            return new Choice(loadVectorKernels(), "the JVM has the module jdk.incubator.vector");
        } catch (LinkageError missing) {
            return scalarWithWarning("the module jdk.incubator.vector is not in this JVM; start it with"
                    + " --add-modules jdk.incubator.vector (on the module path Orthant brings it in by itself)");
        }
    }

    /// The one place that names the vector class: on the class path without the incubator module this throws
    /// NoClassDefFoundError.
    private static Kernels loadVectorKernels() {
        return new VectorKernels();
    }

    private static Choice scalarWithWarning(String reason) {
        LOG.log(Level.WARNING, "Orthant uses scalar kernels, many times slower than vector kernels: " + reason);
        return new Choice(new ScalarKernels(), reason);
    }
}
