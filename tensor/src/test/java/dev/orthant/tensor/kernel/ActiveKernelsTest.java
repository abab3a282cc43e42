package dev.orthant.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;

class ActiveKernelsTest {
    @Test
    @EnabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void vectorKernelsServeWhereTheModuleIsPresent() {
        assertEquals("vector", ActiveKernels.get().name());
        assertEquals("the JVM has the module jdk.incubator.vector", ActiveKernels.reason());
    }

    @Test
    @DisabledIf("dev.orthant.tensor.kernel.Providers#vectorsPresent")
    void scalarKernelsServeWhereItIsNotAndTheReasonSaysWhatToDo() {
        assertEquals("scalar", ActiveKernels.get().name());
        assertTrue(ActiveKernels.reason().contains("--add-modules jdk.incubator.vector"), ActiveKernels.reason());
    }

    @Test
    void theChoiceIsMadeOnce() {
        assertSame(ActiveKernels.get(), ActiveKernels.get());
    }
}
