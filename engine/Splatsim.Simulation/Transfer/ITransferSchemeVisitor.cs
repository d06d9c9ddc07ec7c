namespace Splatsim.Simulation;

/// <summary>Receives a transfer scheme as a type, so that its formula is compiled into the caller's loop.</summary>
public interface ITransferSchemeVisitor
{
    /// <summary>Called with the scheme.</summary>
    void Visit<TScheme>()
        where TScheme : struct, ITransferScheme;
}
