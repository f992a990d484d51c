# The app in a container. It takes what is set by the environment (README) and refuses to start where anybody would
# become its administrator: set CNSCD_AUDIENCE=public, or mount the files of a sign-in (SECURITY.md).
#
#   docker build -t cnscd .
#   docker run -p 8501:8501 -v cnscd:/var/lib/cnscd -e CNSCD_AUDIENCE=public cnscd
FROM python:3.11-slim-bookworm

ENV CNSCD_VAR=/var/lib/cnscd \
    HOME=/tmp \
    PORT=8501 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /opt/cnscd

# before the code, so that a change of the code does not install everything anew; only what is locked, nothing is built
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action ignore \
    --require-hashes --only-binary :all: -r requirements.txt

COPY . .

# the account owns its data and nothing else: it cannot change the code that it runs
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin cnscd \
    && install --directory --owner=cnscd --group=cnscd --mode=0750 "$CNSCD_VAR"
USER 10001
VOLUME /var/lib/cnscd
EXPOSE 8501

# the first start makes the sample and the maps when somebody comes, not before: health is there within seconds
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/_stcore/health', timeout=4)"]

# The shell gives way to the server, so that it gets the signal to stop. Without its greeting Streamlit does not ask
# another host for the address of this one.
CMD ["sh", "-c", "exec streamlit run app.py --server.address 0.0.0.0 --server.port \"$PORT\" --logger.hideWelcomeMessage true"]
