using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Splatsim.Compute;

/// <summary>An open GPU (or another OpenCL device) with its one queue of work. Not safe for use from several threads at once.</summary>
public sealed class ComputeDevice : IDisposable
{
    private readonly Context context;
    private readonly Dictionary<MethodInfo, Delegate> launchers = [];

    private ComputeDevice(Context context, Accelerator accelerator, DeviceInfo info)
    {
        this.context = context;
        Accelerator = accelerator;
        Info = info;
    }

    /// <summary>What it is.</summary>
    public DeviceInfo Info { get; }

    /// <summary>The accelerator of ILGPU, for code in <c>Kernels</c> folders.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Groups that fill the device a few times over: the length of loops that walk a list in strides.</summary>
    public int FillingGroups => Math.Max(1, Accelerator.NumMultiprocessors) * (Info.IsGpu ? 16 : 2);

    /// <summary>Opens a device.</summary>
    /// <param name="choice">A CUDA or OpenCL device; <c>auto</c> takes the first GPU.</param>
    /// <exception cref="DeviceException">There is no such device, or it is the processor, which needs no opening.</exception>
    public static ComputeDevice Open(DeviceChoice choice)
    {
        Context context = CreateContext();
        try
        {
            List<DeviceInfo> devices = ComputeDevices.Accelerators(context);
            DeviceInfo info = devices.FirstOrDefault(d => choice.Kind is null ? d.IsGpu : d.Kind == choice.Kind && d.Index == choice.Index)
                ?? throw ComputeDevices.Missing(choice, [ComputeDevices.Cpu, .. devices]);
            Accelerator accelerator = info.Kind == DeviceKind.Cuda
                ? context.GetCudaDevice(info.Index).CreateAccelerator(context)
                : context.GetCLDevice(info.Index).CreateAccelerator(context);
            return new(context, accelerator, info);
        }
        catch (AcceleratorException exception)
        {
            context.Dispose();
            throw new DeviceException(choice.ToString(), $"cannot be opened: {exception.Message}", "see whether another program holds it", exception);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>Opens what a choice means here; null where that is the processor, which needs no opening.</summary>
    /// <param name="choice">The choice; <c>auto</c> takes the processor where there is no GPU.</param>
    /// <exception cref="DeviceException">There is no such device, or it cannot be opened.</exception>
    public static ComputeDevice? OpenUnlessCpu(DeviceChoice choice)
    {
        DeviceInfo info = ComputeDevices.Resolve(choice);
        return info.Kind == DeviceKind.Cpu ? null : Open(new(info.Kind, info.Index));
    }

    /// <summary>Reserves device memory; its contents are whatever was there.</summary>
    /// <param name="count">Number of elements.</param>
    /// <param name="purpose">What it is for, for the error.</param>
    /// <exception cref="DeviceMemoryException">There is no room.</exception>
    public unsafe MemoryBuffer1D<T, Stride1D.Dense> Allocate<T>(long count, string purpose)
        where T : unmanaged
    {
        long bytes = Math.Max(1, count) * sizeof(T);
        // Some drivers lend more than there is and fail at the first use, where it is too late to say why.
        if (bytes > Info.MemoryBytes) throw new DeviceMemoryException(Info.Key, purpose, bytes);
        try
        {
            return Accelerator.Allocate1D<T>(Math.Max(1, count));
        }
        catch (AcceleratorException exception)
        {
            throw new DeviceMemoryException(Info.Key, purpose, bytes, exception);
        }
    }

    /// <summary>Reserves device memory and sets it to zero.</summary>
    /// <inheritdoc cref="Allocate{T}"/>
    public MemoryBuffer1D<T, Stride1D.Dense> AllocateZero<T>(long count, string purpose)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = Allocate<T>(count, purpose);
        buffer.MemSetToZero();
        return buffer;
    }

    /// <summary>
    /// A kernel's launcher, made once per device: ILGPU itself forgets kernels that nobody holds, and drivers need seconds to
    /// compile some.
    /// </summary>
    /// <param name="kernel">The kernel's method.</param>
    /// <param name="load">Makes the launcher of that method.</param>
    /// <exception cref="DeviceException">The driver cannot compile the kernel.</exception>
    public TLauncher Launcher<TLauncher>(Delegate kernel, Func<Accelerator, TLauncher> load)
        where TLauncher : Delegate
    {
        if (launchers.TryGetValue(kernel.Method, out Delegate? known)) return (TLauncher)known;
        TLauncher? launcher = null;
        // ILGPU 1.5.3 keeps the code of methods between kernels, as the last one left it, and does not take it up again as well: after some
        // kernels another one gets more local memory, no code at all, or code that writes where it should not.
        context.ClearCache(ClearCacheMode.Default);
        Guard(() => launcher = load(Accelerator));
        launchers.Add(kernel.Method, launcher!);
        return launcher!;
    }

    /// <summary>Runs work on the device and turns what the driver throws into <see cref="DeviceException"/>.</summary>
    /// <param name="work">Launches, copies, waits.</param>
    /// <exception cref="DeviceException">The device ran out of memory or was lost.</exception>
    public void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (AcceleratorException exception)
        {
            throw Lost(exception);
        }
    }

    /// <summary>Waits for all work that was handed over.</summary>
    /// <exception cref="DeviceException">The device was lost.</exception>
    public void Synchronize() => Guard(Accelerator.Synchronize);

    /// <inheritdoc/>
    public void Dispose()
    {
        Accelerator.Dispose();
        context.Dispose();
    }

    // O1: the code placement that ILGPU 1.5.3 adds at O2 moves loads past stores to the same address.
    internal static Context CreateContext() => Context.Create(builder => builder
        .Cuda()
        .OpenCL()
        .EnableAlgorithms()
        .Optimize(OptimizationLevel.O1));

    private DeviceException Lost(AcceleratorException exception)
    {
        bool memory = exception is CudaException { Error: nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY) }
            or CLException { Error: CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES or CLError.CL_OUT_OF_HOST_MEMORY };
        return memory
            ? new DeviceException(Info.Key, $"ran out of memory: {exception.Message}", "use a smaller scene, or --device cpu", exception)
            : new DeviceException(Info.Key, $"was lost: {exception.Message}", "run again, or use --device cpu", exception);
    }
}
