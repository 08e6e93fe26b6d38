# The gate as an image. Needs a Docker with BuildKit (23 or newer), Podman, or Buildah; what it installs comes from PyPI.
#
#   docker build -t dq .                  the gate
#   docker build -t dq:full --target full .   with Great Expectations and pandas, for --engine gx and DataFrames
#
# Behind a mirror: --secret id=pipconf,src=/etc/pip.conf, and its CA: --secret id=ca,src=ca.pem. Neither stays in the image.
# Another base: --build-arg BASE_IMAGE=…: a Linux with python3 (3.11 or newer, with venv) and CA certificates.
ARG BASE_IMAGE=docker.io/library/python:3.13-slim-bookworm
ARG VERSION=0.1.0

# --- what is needed to install, and stays behind
FROM ${BASE_IMAGE} AS tools
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1
RUN python3 -m venv /tools && python3 -m venv --without-pip /opt/dq
WORKDIR /src
COPY pyproject.toml ./
# The default path never imports pyarrow (170 MB): DuckDB reads Parquet itself. It comes with pandas, in `full`.
RUN ["/tools/bin/python", "-c", "import tomllib; \
needs = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
write = lambda name, lines: open(name, 'w').write('\\n'.join(lines)); \
write('needs', [n for n in needs['dependencies'] if not n.startswith('pyarrow')]); \
write('needs-full', [*needs['dependencies'], *needs['optional-dependencies']['gx']])"]

FROM tools AS installed
RUN --mount=type=secret,id=pipconf --mount=type=secret,id=ca \
    export PIP_CONFIG_FILE=/run/secrets/pipconf; if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    /tools/bin/pip --python /opt/dq/bin/python install --quiet -r needs
COPY README.md LICENSE ./
COPY dq dq
# Bytecode that is never compared with its source: nobody edits an image, and a read-only root could not keep it anyway.
RUN --mount=type=secret,id=pipconf --mount=type=secret,id=ca \
    export PIP_CONFIG_FILE=/run/secrets/pipconf; if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    /tools/bin/pip --python /opt/dq/bin/python install --quiet --no-deps . \
    && python3 -m compileall -q -f --invalidation-mode unchecked-hash /opt/dq/lib

FROM installed AS installed-full
RUN --mount=type=secret,id=pipconf --mount=type=secret,id=ca \
    export PIP_CONFIG_FILE=/run/secrets/pipconf; if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi; \
    /tools/bin/pip --python /opt/dq/bin/python install --quiet -r needs-full \
    && python3 -m compileall -q --invalidation-mode unchecked-hash /opt/dq/lib

# --- what both images are made of
FROM ${BASE_IMAGE} AS runtime
# The official Python images leave the standard library's bytecode out; compiling it at every start takes 0.3 s.
RUN python3 -m compileall -q --invalidation-mode unchecked-hash \
    -x '/(site-packages|dist-packages|ensurepip|idlelib|lib2to3|pydoc_data|test|tests|tkinter|turtledemo|config-[^/]*)/' \
    "$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
ENV PATH=/opt/dq/bin:$PATH LANG=C.UTF-8
# Before USER, so that nobody but root may write there. Mount a folder here and its files and suites are found by name.
WORKDIR /dq
ARG VERSION
ARG REVISION=unknown
ARG BASE_IMAGE
LABEL org.opencontainers.image.title="dq" \
      org.opencontainers.image.description="A data-quality gate for files that come from outside" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="https://github.com/dq-gate/dq" \
      org.opencontainers.image.documentation="https://github.com/dq-gate/dq/blob/main/docs/container.md" \
      org.opencontainers.image.base.name="${BASE_IMAGE}"

FROM runtime AS full
COPY --from=installed-full /opt/dq /opt/dq
ARG VERSION
RUN test "$(dq --version)" = "dq ${VERSION}"
USER 10001:10001
ENTRYPOINT ["dq"]
CMD ["--help"]

# The last one is what `docker build` makes.
FROM runtime AS gate
COPY --from=installed /opt/dq /opt/dq
ARG VERSION
RUN test "$(dq --version)" = "dq ${VERSION}"
USER 10001:10001
ENTRYPOINT ["dq"]
CMD ["--help"]
