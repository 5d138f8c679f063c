# The program in a container, built by the same script as everywhere else.
#
#   docker build -t asr .
#   docker run --rm -v "$PWD/runs:/asr/runs" -v "$PWD/data:/asr/data" asr train configs/quickstart.yaml --run-dir runs/quickstart
#   docker run --rm -it -v "$PWD/runs:/asr/runs" -v "$PWD/data:/asr/data" --entrypoint scripts/quickstart.sh asr
#
# The SDK's own images are not Debian, whose libtorch is used here: the SDK is copied from them instead.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk

FROM debian:12
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
RUN ln -s /usr/share/dotnet/dotnet /usr/local/bin/dotnet \
    && apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates openssl
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /asr
# The packages first: a change to the sources does not install them again.
COPY scripts/packages.sh scripts/setup.sh scripts/
RUN scripts/setup.sh --packages
COPY . .
RUN scripts/setup.sh
ENTRYPOINT ["/asr/out/asr"]
