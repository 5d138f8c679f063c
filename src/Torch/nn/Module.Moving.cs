// Moving a module to another device or element type. Parameters and buffers become new objects and the old ones are invalid, so
// optimisers are made afterwards. Only floating-point tensors change their type; all buffers move, persistent or not; a parameter
// that several modules share is still shared afterwards.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            internal void Move(Device? device, ScalarType? type)
            {
                if (type is { } wanted && !IsFloatingPoint(wanted))
                {
                    throw new ArgumentException($"A module's parameters are floating-point numbers; {wanted} is not.");
                }

                var replaced = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var module in SelfAndBelow(true).Select(entry => entry.module).Distinct().ToList())
                {
                    module.MoveOwn(device, type, replaced);
                }

                foreach (var old in replaced.Keys)
                {
                    old.Dispose();
                }
            }

            private void MoveOwn(Device? device, ScalarType? type, Dictionary<Tensor, Tensor> replaced)
            {
                foreach (var (key, old) in _ownParameters.ToList())
                {
                    if (Replacement(old, device, type, replaced) is Parameter moved)
                    {
                        _ownParameters[key] = moved;
                    }
                }

                foreach (var (key, (old, persistent)) in _ownBuffers.ToList())
                {
                    if (Replacement(old, device, type, replaced) is { } moved)
                    {
                        _ownBuffers[key] = (moved, persistent);
                    }
                }

                foreach (var field in ComponentFields(GetType()))
                {
                    if (field.GetValue(this) is Tensor old && replaced.TryGetValue(old, out var moved))
                    {
                        field.SetValue(this, moved);
                    }
                }
            }

            // Null when the tensor already is what it should become.
            private static Tensor? Replacement(Tensor old, Device? device, ScalarType? type, Dictionary<Tensor, Tensor> replaced)
            {
                if (replaced.TryGetValue(old, out var known))
                {
                    return known;
                }

                var targetType = type is { } wanted && IsFloatingPoint(old.dtype) ? wanted : old.dtype;
                var targetDevice = device is null || IsOn(old, device) ? old.device : device;
                if (targetType == old.dtype && IsOn(old, targetDevice))
                {
                    return null;
                }

                var moved = MoveTensor(old, targetType, targetDevice);
                moved.DetachFromDisposeScope();
                replaced.Add(old, moved);
                return moved;
            }

            private static Tensor MoveTensor(Tensor old, ScalarType type, Device device)
            {
                using var withoutGraph = no_grad();
                var moved = old.to(type, device);
                if (old is not Modules.Parameter)
                {
                    return moved;
                }

                var parameter = new Parameter(moved, old.requires_grad);
                using var gradient = old.grad;
                if (gradient is not null)
                {
                    using var movedGradient = gradient.to(type, device);
                    parameter.grad = movedGradient;
                }

                return parameter;
            }

            private static bool IsOn(Tensor tensor, Device device) =>
                tensor.device_type == device.type && (device.index < 0 || tensor.device_index == device.index);

            private static bool IsFloatingPoint(ScalarType type) =>
                type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;
        }
    }
}
