using Splatsim.Simulation;

namespace Splatsim.Tests.Transfer;

/// <summary>Every registered scheme with every gradient and kernel, for theories.</summary>
internal static class TransferChoices
{
    public static TheoryData<TransferScheme, TransferGradient, TransferKernel> All
    {
        get
        {
            TheoryData<TransferScheme, TransferGradient, TransferKernel> data = [];
            foreach (TransferSchemeEntry scheme in TransferSchemes.All)
                foreach (TransferGradient gradient in Enum.GetValues<TransferGradient>())
                    foreach (TransferKernel kernel in Enum.GetValues<TransferKernel>())
                        data.Add(scheme.Scheme, gradient, kernel);
            return data;
        }
    }

    public static TransferOptions Of(TransferScheme scheme, TransferGradient gradient, TransferKernel kernel) =>
        new() { Scheme = scheme, Gradient = gradient, Kernel = kernel, Damping = scheme == TransferScheme.Rpic ? 0.3 : 0 };
}
